-- Whether what an order was charged was held against what was allowed. Of older orders nobody knows.

ALTER TABLE certbridge_attempt ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;

CREATE INDEX certbridge_attempt_uncompared ON certbridge_attempt (number)
  WHERE state = 'ACCEPTED' AND compared = 0 AND allowed_cents IS NOT NULL;

-- Only an attempt is left in the folder now, and it tells its book by its owner.

ALTER TABLE certbridge_book DROP COLUMN identity;

-- Validation records that a wait has published for an order of a reseller and not removed yet. A reissue may have the
-- provider_id of its order, never its order_id.

CREATE TABLE certbridge_record (
  order_id    TEXT NOT NULL,
  target      TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  name        TEXT NOT NULL,
  type        TEXT NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (order_id, name, type, value)
);

CREATE INDEX certbridge_record_listed ON certbridge_record (target, provider_id);

CREATE INDEX certbridge_record_name ON certbridge_record (name);
