"""How dates are written, one kind a language: "6 December 2026", «6 декабря 2026»."""
