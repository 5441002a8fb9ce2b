"""The graph over HTTP: a SPARQL endpoint that reads from a snapshot and stays up, and pages for people and programs.

``server`` listens and shuts down, ``app`` joins the routes, ``guard`` stands before them all. A request becomes a
``Job`` (``protocol``, ``negotiation``, ``graph_store``) for a query process (``workers`` here, ``worker`` there), which
answers from a ``snapshot``; or it is for one of the ``pages``, made from the same snapshot. Nothing is written to the
store, and nothing is asked of another host.
"""
