"""From uses to required modules, and the verdict on each whitelisted module."""
