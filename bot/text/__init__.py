"""Words in languages: catalogues with visible fallback, the doors' own words, extraction and merging."""
