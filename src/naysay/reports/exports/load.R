# Reads the tables of a run of naysay into the list `naysay`, one data frame each, with base R alone.
#
#   source("load.R")        # in this folder, or: naysay_folder <- "path"; source("path/load.R")
#   str(naysay$daily)
#
# Columns have the types of dictionary.csv: texts are character, whole numbers integer (numeric where R's integers
# are too small), dates Date, yes and no logical. An empty cell is NA. A text that begins like a formula has an
# apostrophe before it in the file; it is taken off here.

if (!exists("naysay_folder")) naysay_folder <- "."

naysay_types <- list(
@types@
)

naysay_read <- function(name) {
  types <- naysay_types[[name]]
  table <- read.csv(file.path(naysay_folder, paste0(name, ".csv")),
                    colClasses = unname(types), na.strings = "", check.names = FALSE,
                    encoding = "UTF-8", stringsAsFactors = FALSE)
  stopifnot(identical(names(table), names(types)))
  for (column in names(types)[types == "character"]) {
    table[[column]] <- sub("^'('*[-=+@].)", "\\1", table[[column]], perl = TRUE)
  }
  table
}

naysay <- sapply(names(naysay_types), naysay_read, simplify = FALSE)
