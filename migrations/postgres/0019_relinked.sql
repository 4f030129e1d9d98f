-- An entry whose link leads elsewhere now gives up a lead that it has.
ALTER TABLE pending_entries ADD COLUMN relinked boolean NOT NULL DEFAULT false;
