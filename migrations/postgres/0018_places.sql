-- Each fingerprint has its place in the order in which the index took it: an entry is compared with those before it,
-- at its arrival and whenever it is decided again.
ALTER TABLE prints ADD COLUMN place bigint NOT NULL UNIQUE;
ALTER TABLE print_keys DROP CONSTRAINT print_keys_pkey;
ALTER TABLE print_keys ADD COLUMN place bigint NOT NULL;  -- the entry's place when it was indexed
ALTER TABLE print_keys ADD PRIMARY KEY (key, place, entry_id);
CREATE SEQUENCE print_places;
