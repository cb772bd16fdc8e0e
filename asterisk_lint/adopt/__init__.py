"""Adopt a PBX: what `init` finds out, proposes and reports."""
