from tests.repository import clean_environment as clean_environment
from tests.repository import repository as repository
