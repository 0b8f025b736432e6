import type { Term } from './report/page.ts'

/** What the words of the page mean, for who lends money and does not fit models. */
export const terms: readonly Term[] = [
  {
    name: 'bank data, own calls',
    meaning:
      'Bank data: age, marital status, region and what was paid by card in a month; no repayment history and nothing from a credit bureau. Own calls: how many, how long and when ' +
      'somebody calls and is called, and nothing about who is at the other end.',
  },
  {
    name: 'split, held out, fold',
    meaning:
      'A split parts the people into those whom a model learns from and those held out, on whom alone it is judged. Folds are parts of equal size that are held out in turn.',
  },
  {
    name: 'seed',
    meaning:
      'The number from which all that is drawn at random follows: the same seed gives the same page, another draws another country.',
  },
  {
    name: 'AUC',
    meaning:
      'Take one defaulter and one good payer at random: how often the defaulter has the riskier score. .5 is a coin, 1 is perfect. Gini is 2 AUC − 1.',
  },
  {
    name: '95 % interval',
    meaning:
      'Nineteen of twenty such intervals hold the true figure. For areas by the formula of DeLong et al. (1988), for money by judging samples of the same people anew, ' +
      'drawn with replacement and with a fixed seed. It counts the chance of who was held out, not that of who trained the model.',
  },
  {
    name: 'p',
    meaning:
      'How likely a difference at least so large would be if there were none: below .05 it is called beyond chance here.',
  },
  {
    name: 'ROC curve',
    meaning:
      'The share of defaulters caught over the share of good payers turned away, for every cut-off; the AUC is the area under it.',
  },
  {
    name: 'odds, log-odds',
    meaning:
      'Odds are the probability of default over that of paying; log-odds their logarithm: 0 is one in two, −3 about one in twenty.',
  },
  {
    name: 'beyond chance, may be chance',
    meaning:
      'Beyond chance: with no true difference, one so large would come in fewer than one of twenty studies (DeLong’s test; among models of one method corrected for the ' +
      'number of pairs, after Holm). Barely: more than one of a hundred. May be chance: all else.',
  },
  {
    name: 'regression, scorecard, tree, forest, boosting',
    meaning:
      'Regression adds up weighted columns; a scorecard does so after cutting each column into bands; a tree asks a few yes-or-no questions; a forest is the mean ' +
      'of many trees, each grown on a sample of the people; boosting adds small trees one after another, each mending the errors of those before.',
  },
  {
    name: 'WoE (weight of evidence)',
    meaning:
      'A band of a column is worth the logarithm of its share of the good payers over its share of the bad ones.',
  },
  {
    name: 'exposure',
    meaning:
      'How much of the risk of known late payers reaches a person through calls, directly and over several people.',
  },
  {
    name: 'PageRank',
    meaning:
      'Exposure as the share of time that somebody would spend with a person, who walked along calls from one to the next and now and then began again at a late payer.',
  },
  {
    name: 'spreading activation',
    meaning:
      'Exposure as what arrives when each late payer is given energy, keeps a part, and passes the rest on along calls until nothing worth passing is left.',
  },
  {
    name: 'relative exposure',
    meaning:
      'Exposure to late payers set against exposure to people who always paid: it does not rise with the mere number of calls.',
  },
  {
    name: 'dyadicity, heterophilicity',
    meaning:
      'Contacts among defaulters, and between defaulters and others, over as many as there would be if the same number of calls fell at random. 1 is chance.',
  },
  {
    name: 'KS',
    meaning:
      'The largest distance, over all cut-offs, between the share of defaulters caught and the share of good payers turned away.',
  },
  {
    name: 'Brier',
    meaning:
      'The mean squared distance between the predicted probability and what happened (1 for default, 0 for none): smaller is better.',
  },
  {
    name: 'ECE (expected calibration error)',
    meaning:
      'The mean distance between predicted and observed default rate, over groups of people with like predictions: 0 means that probabilities can be taken at their word.',
  },
  {
    name: 'EMP (expected maximum profit)',
    meaning:
      'What the best cut-offs would earn over accepting all, per 1,000 lent, averaged over possible losses (Verbraken et al. 2014). The best is sought on the people judged, so it is hopeful.',
  },
  {
    name: 'four fifths rule',
    meaning:
      'A rule of United States employment law (29 CFR 1607.4 D): a group accepted less than .8 times as often as the most accepted one is a sign of harm to it. A ratio above it is no clearance: it is no test of credit law, and says nothing of why people were turned away.',
  },
  {
    name: 'how the models are set',
    meaning:
      'By the program’s defaults; what a model tries out while it learns (how far to prune a tree, say) it tries on the people it learns from, never on those judged. The defaults themselves were chosen on the public tables of ' +
      'this page, so expect a little less on others.',
  },
  {
    name: 'balancing',
    meaning:
      'In the synthetic country models learn from as many good payers as defaulters; their probabilities are then put back to the true default rate. Of columns that repeat ' +
      'each other (correlation above .95) one is kept.',
  },
]
