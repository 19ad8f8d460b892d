"""Objects for tests, made with traits for states; the rules themselves are exercised by actions."""
