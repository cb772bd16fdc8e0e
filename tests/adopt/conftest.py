from tests.repository import clean_environment, repository

__all__ = ["clean_environment", "repository"]
