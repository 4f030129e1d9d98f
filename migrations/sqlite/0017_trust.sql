-- What a person says of a feed: how far it is trusted, and whose own it is.
ALTER TABLE feeds ADD COLUMN trust TEXT NOT NULL DEFAULT 'normal' CHECK (trust IN ('low', 'normal', 'high'));
ALTER TABLE feeds ADD COLUMN agency TEXT;         -- NULL: its host tells
