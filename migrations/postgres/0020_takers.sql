-- The process that asks a host: it may take its own turn again. Null: the host has been left.
ALTER TABLE host_turns ADD COLUMN taker text;
