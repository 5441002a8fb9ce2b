"""The pages of the documentation that are made from what they describe.

Input: the ontology, the shapes, the questions, the tables, the commands and the library itself. Output: Markdown.
Each module has ``page``, which gives one page; ``site`` puts them beside those that people wrote, ``links`` checks all.
"""
