# Computes columns of the tables again, with base R alone, and shows both: Rscript example.R

source("load.R")

show_both <- function(what, here, there) {
  cat(sprintf("%s: %d numbers, largest difference %.1e\n", what, length(here),
              if (length(here)) max(abs(here - there)) else 0))
}

# p-values of the Granger tests after Benjamini and Hochberg
tests <- naysay$granger
if (!is.null(tests)) {
  tests <- tests[!is.na(tests$pvalue), ]
  show_both("granger, pvalue_bh", p.adjust(tests$pvalue, "BH"), tests$pvalue_bh)
}

# the mean cumulative abnormal return, from the abnormal returns of each event
if (!is.null(naysay$abnormal) && !is.null(naysay$caar) && nrow(naysay$caar)) {
  means <- tapply(naysay$abnormal$car, naysay$abnormal$tau, mean, na.rm = TRUE)
  show_both("caar, caar", as.vector(means[as.character(naysay$caar$tau)]), naysay$caar$caar)
}

# the effect of negativity at each horizon over its standard error
effects <- naysay$effects
if (!is.null(effects) && "statistic" %in% names(effects)) {
  effects <- effects[!is.na(effects$statistic), ]
  show_both("effects, statistic", effects$bp_per_sd / effects$se, effects$statistic)
}

# the regression of the CARs of events on their characteristics, by ordinary least squares
regression <- naysay$car_regression
if (!is.null(regression) && nrow(regression) && !anyNA(regression$estimate)) {
  events <- naysay$events[is.na(naysay$events$reason) & naysay$events$n_posts > 0, ]
  events$car <- events[[@car@]]
  events$log_n_posts <- log(events$n_posts)
  model <- reformulate(setdiff(regression$term, "intercept"), response = "car")
  fit <- lm(model, data = events)
  if (nobs(fit) == regression$nobs[1]) {
    show_both("car_regression, estimate", unname(coef(fit)), regression$estimate)
    print(summary(fit))
  } else {
    cat("car_regression: the study left out events, so it is not computed here\n")
  }
}
