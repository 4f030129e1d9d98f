-- When a whole document last arrived, for feeds that are asked for one every day.
ALTER TABLE feeds ADD COLUMN whole_at TEXT;
