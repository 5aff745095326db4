/** Words that say nothing of what is searched for; left out of queries that have others. */
export const stopWords: ReadonlySet<string> = new Set(
  (
    'a about after again all also am an and any are as at be because been before being but by can cannot could did do ' +
    'does doing done down during each else few for from further get gets getting got had has have having he her here ' +
    'him his how i if in into is it its itself just let like make makes many may me might more most much must my need ' +
    'needs no nor not of off on once one only or other our out over own please same shall she should so some still ' +
    'such than that the their them then there these they thing things this those through to too under until up us use ' +
    'used using very want wants was way we were what when where which while who whom whose why will with within ' +
    'without would you your s t don doesn isn won can t ve re ll'
  ).split(' '),
);
