-- What binds whoever asks, and who is asking now, apart from when the feed is due: a claim moves no next poll.
ALTER TABLE feeds ADD COLUMN held_until TEXT;   -- a Retry-After of its host or domain; not asked before, even by hand
ALTER TABLE feeds ADD COLUMN leased_until TEXT; -- taken by a poll that has not ended; NULL: by none
UPDATE feeds SET held_until = next_poll_at WHERE state = 'throttled';
