"""Rewriting modules.conf: as few bytes as possible, proved before anything is written."""
