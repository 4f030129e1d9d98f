-- What a person says of a feed: how far it is trusted, and whose own it is.
ALTER TABLE feeds ADD COLUMN trust text COLLATE "C" NOT NULL DEFAULT 'normal' CHECK (trust IN ('low', 'normal', 'high'));
ALTER TABLE feeds ADD COLUMN agency text COLLATE "C";        -- NULL: its host tells
