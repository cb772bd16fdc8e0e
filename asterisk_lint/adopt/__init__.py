"""Adopting a PBX: what `init` finds out, proposes and says."""
