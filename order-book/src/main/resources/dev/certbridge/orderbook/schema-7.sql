-- The sums of the charges to a budget in one currency, without the attempts that certainly ordered nothing. currency is
-- empty for charges without a price. orders counts the charges without a refund, and priced the charges above 0. The sum
-- of the charges minus their refunds is billions * 1000000000 + cents, so that no sum exceeds a BIGINT. Every
-- transaction that changes a charge or a refund changes the sums too.

CREATE TABLE certbridge_budget_sum (
  budget   TEXT NOT NULL,
  currency TEXT NOT NULL,
  orders   BIGINT NOT NULL,
  priced   BIGINT NOT NULL,
  billions BIGINT NOT NULL,
  cents    BIGINT NOT NULL,
  PRIMARY KEY (budget, currency)
);

INSERT INTO certbridge_budget_sum (budget, currency, orders, priced, billions, cents)
  SELECT budget, currency, SUM(orders), SUM(priced), SUM(cents / 1000000000), SUM(cents % 1000000000)
  FROM (SELECT a.budget, COALESCE(a.charge_currency, '') AS currency,
    CASE WHEN r.order_id IS NULL THEN 1 ELSE 0 END AS orders,
    CASE WHEN a.charge_currency IS NOT NULL AND a.charge_cents > 0 THEN 1 ELSE 0 END AS priced,
    CASE WHEN a.charge_currency IS NULL THEN 0
      WHEN r.currency IS NULL OR r.currency <> a.charge_currency THEN a.charge_cents
      WHEN r.cents >= a.charge_cents THEN 0
      ELSE a.charge_cents - r.cents END AS cents
    FROM certbridge_attempt a LEFT JOIN certbridge_refund r ON r.order_id = a.order_id
    WHERE a.budget IS NOT NULL AND a.state NOT IN ('NOT_SENT', 'REJECTED', 'QUOTED')) AS charge
  GROUP BY budget, currency;

DROP INDEX certbridge_attempt_budget;
