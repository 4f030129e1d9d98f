-- Each fingerprint has its place in the order in which the index took it: an entry is compared with those before it,
-- at its arrival and whenever it is decided again.
ALTER TABLE prints ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE prints SET place = entry_id;
CREATE UNIQUE INDEX prints_place ON prints (place);
ALTER TABLE key_runs RENAME COLUMN entry_id TO place;
ALTER TABLE key_run_ends RENAME COLUMN newest_id TO newest_place;
