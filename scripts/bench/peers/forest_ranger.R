# Fits ranger's probability forest: FOLDER TREES THREADS RUNS. See forest_sklearn.py for the files. Prints one JSON line.
if (!requireNamespace("ranger", quietly = TRUE)) quit(status = 3)

args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]
trees <- as.integer(args[2])
threads <- as.integer(args[3])
runs <- as.integer(args[4])

read <- function(part) {
  labels <- file.path(folder, paste0(part, ".y"))
  y <- readBin(labels, "integer", file.size(labels), size = 1, signed = FALSE)
  cells <- file.path(folder, paste0(part, ".x"))
  x <- matrix(readBin(cells, "double", file.size(cells) / 8), nrow = length(y))
  colnames(x) <- paste0("x", seq_len(ncol(x)))
  list(x = x, y = y)
}

train <- read("train")
test <- read("test")
# Fully grown, as the others.
fit <- function() {
  ranger::ranger(x = train$x, y = factor(train$y), num.trees = trees, num.threads = threads,
    probability = TRUE, min.node.size = 1, seed = 1)
}
seconds <- numeric(runs)
for (run in seq_len(runs)) seconds[run] <- system.time(forest <- fit())[["elapsed"]]
scores <- predict(forest, data = test$x, num.threads = threads)$predictions[, "1"]
ranks <- rank(scores)
bads <- sum(test$y == 1)
auc <- (sum(ranks[test$y == 1]) - bads * (bads + 1) / 2) / (bads * sum(test$y == 0))
middle <- sort(seconds)[(runs + 1) %/% 2]
cat(sprintf('{"sec": %.6f, "auc": %.6f}\n', middle, auc))
