"""extensions.conf as Asterisk's pbx_config reads it (pbx/pbx_config.c)."""
