"""One sentence instead of a thousand errors when PostgreSQL is not there."""

import os
import sys

import psycopg

if __name__ == "__main__":
    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.Error as error:
        sys.exit(
            "The tests need a PostgreSQL server and do not reach it "
            f"({' '.join(str(error).split())}): start it, or name it with "
            "DATABASE_URL=postgres://user:password@host:5432/database."
        )
