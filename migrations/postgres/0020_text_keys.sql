-- How many of a print's keys are its text's; 0 where it was made before this was counted.
ALTER TABLE prints ADD COLUMN text_keys integer NOT NULL DEFAULT 0;
