"""The same build on many machines: Spark moves rows, the functions that ``kg build`` uses decide.

Input: files on any path that Spark reads. Output: a folder of shards, which ``kg load`` makes a store of.

What an article says is decided by the article alone (``extract``). Four decisions need others, and each is made where
all that it looks at has been brought together by a join: which of several inputs with one name or the same bytes
counts (``choice``), which names are one thing (``identity``, a closed component of names at a time), whether a fact
that failed alone is healed by what others say (``heal``), and the merged graph with its labels (``merge``).
These modules know no Spark. ``reading``, ``settling`` and ``writing`` bring their rows
together; ``run`` joins the stages.
"""
