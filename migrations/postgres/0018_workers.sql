-- What several workers agree on. SQLite has no such tables: a file has one daemon.

-- Which hosts are asked at this moment, and how long nobody else may ask them.
CREATE TABLE host_turns (
  host    text COLLATE "C" PRIMARY KEY,
  free_at timestamptz NOT NULL                        -- by the server's clock
);

-- The version that hubs were last told of.
ALTER TABLE publication ADD COLUMN announced bigint NOT NULL DEFAULT 1;
