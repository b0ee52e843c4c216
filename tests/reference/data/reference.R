# Makes r.csv from panel.csv and events.csv: Rscript reference.R, in this folder.
# R 4.2 with packages of Debian 12: lmtest, sandwich, plm, urca, quantreg.
suppressMessages({library(lmtest); library(sandwich); library(plm); library(urca); library(quantreg)})
rows <- list()
put <- function(quantity, value) rows[[length(rows) + 1]] <<- data.frame(quantity = quantity, value = sprintf("%.15g", as.numeric(value)))
sp <- read.csv("panel.csv")
firms <- unique(sp$firm)
lagm <- function(x, k) c(rep(NA, k), head(x, -k))
HC <- function(type) function(m) vcovHC(m, type = type)
NW <- function(lag) function(m) NeweyWest(m, lag = lag, prewhite = FALSE, adjust = FALSE)

# Granger tests: lmtest::grangertest and lmtest::waldtest.
for (f in firms) {
  d <- sp[sp$firm == f, ]
  for (way in c("neg_to_ret", "ret_to_neg")) for (p in 1:3) for (v in c("classical", "HC0", "HC1", "HC3", "NW3")) {
    x <- if (way == "neg_to_ret") d$neg else d$ret
    y <- if (way == "neg_to_ret") d$ret else d$neg
    vc <- switch(v, classical = NULL, NW3 = NW(3), HC(v))
    g <- if (is.null(vc)) grangertest(x = x, y = y, order = p) else grangertest(x = x, y = y, order = p, vcov = vc)
    put(paste("granger", f, way, p, v, "statistic"), g$F[2])
    put(paste("granger", f, way, p, v, "pvalue"), g[[4]][2])
    put(paste("granger", f, way, p, v, "df_denom"), g$Res.Df[1])
  }
  X <- data.frame(ret = d$ret, mkt = d$mkt)
  for (k in 1:2) { X[[paste0("r", k)]] <- lagm(d$ret, k); X[[paste0("n", k)]] <- lagm(d$neg, k); X[[paste0("m", k)]] <- lagm(d$mkt, k) }
  X <- na.omit(X)
  full <- lm(ret ~ mkt + m1 + m2 + r1 + r2 + n1 + n2, X); less <- lm(ret ~ mkt + m1 + m2 + r1 + r2, X)
  for (v in c("HC1", "HC3")) {
    a <- waldtest(less, full, vcov = HC(v))
    put(paste("controls", f, v, "statistic"), a$F[2]); put(paste("controls", f, v, "pvalue"), a[[4]][2])
  }
  put(paste("controls", f, "partial_r2"), 1 - sum(resid(full)^2) / sum(resid(less)^2))
  put(paste("controls", f, "sum_coef"), sum(coef(full)[c("n1", "n2")]))
}

# Adjusted p-values: stats::p.adjust.
pv <- sapply(firms, function(f) grangertest(x = sp$neg[sp$firm == f], y = sp$ret[sp$firm == f], order = 1)[[4]][2])
for (m in c("holm", "BH", "BY")) for (i in seq_along(firms)) put(paste("adjusted", m, firms[i]), p.adjust(pv, m)[i])

# Toda and Yamamoto on cumulated series: lm with one lag more than is tested, Wald by hand.
for (f in firms) {
  d <- sp[sp$firm == f, ]; price <- cumsum(d$ret); talk <- cumsum(d$neg)
  X <- data.frame(y = price); for (k in 1:3) { X[[paste0("p", k)]] <- lagm(price, k); X[[paste0("c", k)]] <- lagm(talk, k) }
  m <- lm(y ~ ., na.omit(X)); nm <- c("c1", "c2")
  for (v in c("classical", "HC0")) {
    V <- if (v == "classical") vcov(m) else vcovHC(m, "HC0"); b <- coef(m)[nm]
    W <- c(t(b) %*% solve(V[nm, nm]) %*% b)
    put(paste("toda_yamamoto", f, v, "wald"), W); put(paste("toda_yamamoto", f, v, "pvalue_chi2"), pchisq(W, 2, lower.tail = FALSE))
    put(paste("toda_yamamoto", f, v, "pvalue"), pf(W / 2, 2, m$df.residual, lower.tail = FALSE))
  }
}

# Dumitrescu and Hurlin: plm::pgrangertest.
sp$t <- ave(as.integer(as.Date(sp$date)), sp$firm, FUN = rank)
ps <- pdata.frame(sp, index = c("firm", "t"))
for (o in 1:2) for (t in c("Ztilde", "Zbar", "Wbar")) {
  g <- pgrangertest(ret ~ neg, data = ps, order = o, test = t)
  put(paste("dumitrescu_hurlin", o, t), g$statistic)
  if (t == "Ztilde") put(paste("dumitrescu_hurlin", o, "pvalue"), g$p.value)
}

# Stationarity: urca.
for (f in firms) {
  d <- sp[sp$firm == f, ]
  put(paste("stationarity", f, "adf"), ur.df(d$neg, "drift", lags = 4)@teststat[1])
  put(paste("stationarity", f, "kpss"), ur.kpss(d$neg, "mu", use.lag = 4)@teststat)
  z <- ur.za(d$neg, "intercept", 4)
  put(paste("stationarity", f, "zivot_andrews"), z@teststat); put(paste("stationarity", f, "break"), z@bpoint)
}

# Local projections: lm on the sum of the next h returns, sandwich.
for (f in firms[1:2]) for (h in c(1, 3, 5)) {
  d <- sp[sp$firm == f, ]; n <- nrow(d)
  y <- sapply(seq_len(n), function(i) if (i + h <= n) sum(d$ret[(i + 1):(i + h)]) else NA)
  X <- data.frame(y = y, n0 = d$neg, r0 = d$ret)
  for (k in 1:2) { X[[paste0("n", k)]] <- lagm(d$neg, k); X[[paste0("r", k)]] <- lagm(d$ret, k) }
  X <- na.omit(X); m <- lm(y ~ ., X)
  put(paste("projection", f, h, "beta"), coef(m)[["n0"]]); put(paste("projection", f, h, "nobs"), nrow(X))
  put(paste("projection", f, h, "se_HC1"), sqrt(vcovHC(m, "HC1")["n0", "n0"])); put(paste("projection", f, h, "se_HC3"), sqrt(vcovHC(m, "HC3")["n0", "n0"]))
  put(paste("projection", f, h, "se_NW"), sqrt(NW(h + 1)(m)["n0", "n0"]))
}

# Quantiles: quantreg::rq and anova.rq.
d <- sp[sp$firm == "S1", ]; Z <- data.frame(ret = d$ret)
for (k in 1:2) { Z[[paste0("r", k)]] <- lagm(d$ret, k); Z[[paste0("n", k)]] <- lagm(d$neg, k) }
Z <- na.omit(Z)
for (tau in c(0.25, 0.5, 0.75)) {
  u <- rq(ret ~ r1 + r2 + n1 + n2, tau, data = Z); a <- anova(u, rq(ret ~ r1 + r2, tau, data = Z))$table
  put(paste("quantile", tau, "statistic"), a$Tn); put(paste("quantile", tau, "pvalue"), a$pvalue); put(paste("quantile", tau, "df_denom"), a$ddf)
  put(paste("quantile", tau, "n1"), coef(u)[["n1"]]); put(paste("quantile", tau, "se_n1"), summary(u, se = "nid")$coefficients["n1", 2])
}

# Pooled: plm with one set of slopes, and its four covariances.
Q <- do.call(rbind, lapply(split(sp, sp$firm), function(d) { for (k in 1:2) { d[[paste0("r", k)]] <- lagm(d$ret, k); d[[paste0("n", k)]] <- lagm(d$neg, k) }; d }))
PQ <- pdata.frame(na.omit(Q), index = c("firm", "t"))
m <- plm(ret ~ n1 + n2 + r1 + r2 + mkt, PQ, model = "within")
wald <- function(V) { nm <- c("n1", "n2"); b <- coef(m)[nm]; c(t(b) %*% solve(V[nm, nm]) %*% b) }
put("pooled driscoll_kraay wald", wald(vcovSCC(m, maxlag = 4, type = "HC0")))
put("pooled company wald", wald(vcovHC(m, method = "arellano", type = "HC0", cluster = "group")))
put("pooled session wald", wald(vcovHC(m, method = "arellano", type = "HC0", cluster = "time")))
put("pooled company_and_session wald", wald(vcovDC(m, type = "HC0")))

# Cross correlations: stats::ccf; R's negative k is chatter before the return.
for (f in firms) { cc <- ccf(sp$neg[sp$firm == f], sp$ret[sp$firm == f], lag.max = 3, plot = FALSE); put(paste("ccf", f, "0"), cc$acf[cc$lag == 0]) }

# Events: stats::lm and predict for abnormal returns and their forecast errors, stats' own tests of CARs.
ev <- read.csv("events.csv")
for (w in list(c(0, 0), c(1, 5))) {
  car <- z <- sar <- c()
  for (i in seq_len(nrow(ev))) {
    d <- sp[sp$firm == ev$company[i], ]; at <- match(ev$session[i], d$date)
    m <- lm(ret ~ mkt, d[(at - 100):(at - 11), ]); now <- d[(at + w[1]):(at + w[2]), ]
    ar <- now$ret - predict(m, now); s <- summary(m)$sigma; X <- cbind(1, now$mkt)
    V <- s^2 * (diag(nrow(now)) + X %*% summary(m)$cov.unscaled %*% t(X))
    car <- c(car, sum(ar)); z <- c(z, sum(ar) / sqrt(sum(V)))
  }
  key <- paste("events", w[1], "to", w[2])
  put(paste(key, "caar"), mean(car))
  put(paste(key, "cross_sectional_t statistic"), t.test(car)$statistic); put(paste(key, "cross_sectional_t pvalue"), t.test(car)$p.value)
  put(paste(key, "cross_sectional_t low"), t.test(car)$conf.int[1]); put(paste(key, "cross_sectional_t high"), t.test(car)$conf.int[2])
  put(paste(key, "bmp statistic"), t.test(z)$statistic); put(paste(key, "wilcoxon pvalue"), wilcox.test(car, exact = TRUE)$p.value)
  put(paste(key, "sign pvalue"), binom.test(sum(car > 0), length(car))$p.value)
  put(paste(key, "j1 statistic"), sum(car) / sqrt(sum((car / z)^2)))
}
write.csv(do.call(rbind, rows), "r.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, sapply(c("lmtest", "sandwich", "plm", "urca", "quantreg"), function(p) paste(p, packageVersion(p)))), "versions.txt")
