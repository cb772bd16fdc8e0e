"""Which argument of which application or function runs or names something."""
