-- compared is 1 once the charge of an order was compared with its limit. It is 0 for older orders, whose comparison is
-- not known.

ALTER TABLE certbridge_attempt ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;

CREATE INDEX certbridge_attempt_uncompared ON certbridge_attempt (number)
  WHERE state = 'ACCEPTED' AND compared = 0 AND allowed_cents IS NOT NULL;

-- A recovery file now names the owner of an attempt instead of the book.

ALTER TABLE certbridge_book DROP COLUMN identity;

-- Validation records that a wait published for an order and has not removed yet. A reissue may have the provider_id of
-- its order, but never its order_id.

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
