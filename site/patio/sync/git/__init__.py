"""Catalogs in git: a merge driver for PO files, and the sync of a clone with its remote.

``program`` runs git; ``repository`` says in words what is asked of it; ``errors`` draws the tree of
what can go wrong. ``driver`` merges three files for git and needs no Django. ``syncing`` tells the
story of ``catalogs sync --git``; ``merging`` (files), ``conflicts``, ``authors`` (who wrote what),
``commits`` and ``work_tree`` (moving the branch) are its parts.
"""
