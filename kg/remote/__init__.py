"""Remote SPARQL stores: push a graph there, pull it back, compare; each run ends what an earlier one left undone."""
