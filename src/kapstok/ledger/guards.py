"""What the database itself holds about money: the balances, and that no promise exceeds its budget.

A statement that adds postings updates each balance once. The balances have constraints, so what does not fit is refused
on every route. Locks are taken in one order everywhere: year, source, lines by id, promises by id.
The functions work as the owner of the tables, which row-level security does not hold back: each names the municipality.
"""

from kapstok.core.tenancy import DatabaseRule

_AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS"


class KeepsSourceBalance(DatabaseRule):
    """A source has its balance from the start, and the balance knows its ceiling."""

    up = f"""
CREATE OR REPLACE FUNCTION kapstok_ledger_source() RETURNS trigger {_AS_OWNER} $$
BEGIN
  INSERT INTO ledger_sourcebalance (municipality_id, source_id, ceiling)
  VALUES (new.municipality_id, new.id, new.ceiling)
  ON CONFLICT (source_id) DO UPDATE SET ceiling = excluded.ceiling;
  RETURN NULL;
END $$;
CREATE TRIGGER %(name)s AFTER INSERT OR UPDATE OF ceiling ON %(table)s
FOR EACH ROW EXECUTE FUNCTION kapstok_ledger_source()
"""
    down = "DROP TRIGGER %(name)s ON %(table)s"


class FollowsAward(DatabaseRule):
    """The ceiling of the grant's own source is what was awarded, from the moment it is registered."""

    up = f"""
CREATE OR REPLACE FUNCTION kapstok_ledger_award() RETURNS trigger {_AS_OWNER} $$
BEGIN
  UPDATE ledger_source SET ceiling = coalesce(new.definitive_award, new.provisional_award)
  WHERE municipality_id = new.municipality_id AND grant_id = new.id AND kind = 'grant';
  RETURN NULL;
END $$;
CREATE TRIGGER %(name)s AFTER UPDATE OF provisional_award, definitive_award ON grants_grant
FOR EACH ROW EXECUTE FUNCTION kapstok_ledger_award()
"""
    down = "DROP TRIGGER %(name)s ON grants_grant"


class KeepsLineBalance(DatabaseRule):
    """A line has its balance from the start, and stays on its source."""

    up = f"""
CREATE OR REPLACE FUNCTION kapstok_ledger_line() RETURNS trigger {_AS_OWNER} $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (new.source_id, new.kind) IS DISTINCT FROM (old.source_id, old.kind) THEN
      RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = 'a budget line stays on its source';
    END IF;
    RETURN NULL;
  END IF;
  INSERT INTO ledger_linebalance (municipality_id, line_id, has_ceiling)
  VALUES (new.municipality_id, new.id, new.kind IN ('budget', 'unallocated'));
  RETURN NULL;
END $$;
CREATE TRIGGER %(name)s AFTER INSERT OR UPDATE ON %(table)s
FOR EACH ROW EXECUTE FUNCTION kapstok_ledger_line()
"""
    down = "DROP TRIGGER %(name)s ON %(table)s"


class KeepsBalances(DatabaseRule):
    """Postings are added up in the statement that adds them; what breaks a rule takes the whole statement back."""

    up = f"""
CREATE OR REPLACE FUNCTION kapstok_ledger_refuse(rule text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = said;
END $$;

CREATE OR REPLACE FUNCTION kapstok_ledger_post() RETURNS trigger {_AS_OWNER} $$
DECLARE expected bigint; met bigint;
BEGIN
  PERFORM 1 FROM ledger_year y
  WHERE (y.municipality_id, y.year) IN (SELECT municipality_id, year FROM fresh) ORDER BY y.id FOR SHARE;
  IF EXISTS (SELECT 1 FROM fresh f LEFT JOIN ledger_year y USING (municipality_id, year)
             WHERE y.id IS NULL OR y.state = 'frozen') THEN
    PERFORM kapstok_ledger_refuse('ledger_year_open', 'the year is frozen, or was never opened');
  END IF;

  IF EXISTS (SELECT 1 FROM fresh f JOIN ledger_line l ON (l.municipality_id, l.id) = (f.municipality_id, f.line_id)
             JOIN ledger_source s ON s.id = l.source_id
             WHERE f.kind = 'expense' AND (f.delivered < s.starts OR f.delivered > s.ends)) THEN
    PERFORM kapstok_ledger_refuse('ledger_expense_in_window', 'delivered outside the spending window');
  END IF;

  IF EXISTS (SELECT 1 FROM fresh f JOIN ledger_posting p ON p.id = f.reverses_id
             WHERE f.reverses_id IS NOT NULL
               AND (p.line_id, p.kind, p.amount, p.used) IS DISTINCT FROM (f.line_id, f.kind, -f.amount, -f.used)) THEN
    PERFORM kapstok_ledger_refuse('ledger_reverses_whole', 'a reversal takes back the whole posting');
  END IF;

  PERFORM 1 FROM ledger_sourcebalance b WHERE b.source_id IN (
    SELECT l.source_id FROM fresh f JOIN ledger_line l ON l.id = f.line_id
    WHERE f.kind IN ('budget', 'expense', 'receipt', 'repayment'))
  ORDER BY b.source_id FOR NO KEY UPDATE;
  UPDATE ledger_sourcebalance b SET
    budget = b.budget + f.budget, expense = b.expense + f.expense, received = b.received + f.received
  FROM (SELECT l.source_id,
          coalesce(sum(amount) FILTER (WHERE f.kind = 'budget'), 0) AS budget,
          coalesce(sum(amount) FILTER (WHERE f.kind = 'expense'), 0) AS expense,
          coalesce(sum(amount) FILTER (WHERE f.kind = 'receipt'), 0)
            - coalesce(sum(amount) FILTER (WHERE f.kind = 'repayment'), 0) AS received
        FROM fresh f JOIN ledger_line l ON l.id = f.line_id
        WHERE f.kind IN ('budget', 'expense', 'receipt', 'repayment') GROUP BY l.source_id) f
  WHERE b.source_id = f.source_id;

  PERFORM 1 FROM ledger_linebalance b WHERE b.line_id IN (SELECT line_id FROM fresh)
  ORDER BY b.line_id FOR NO KEY UPDATE;
  UPDATE ledger_linebalance b SET
    budget = b.budget + f.budget, reserved = b.reserved + f.reserved, committed = b.committed + f.committed,
    expense = b.expense + f.expense, paid = b.paid + f.paid
  FROM (SELECT municipality_id, line_id,
          coalesce(sum(amount) FILTER (WHERE kind = 'budget'), 0) AS budget,
          coalesce(sum(amount) FILTER (WHERE kind = 'reservation'), 0)
            - coalesce(sum(used) FILTER (WHERE kind = 'commitment'), 0) AS reserved,
          coalesce(sum(amount) FILTER (WHERE kind = 'commitment'), 0)
            - coalesce(sum(used) FILTER (WHERE kind = 'expense'), 0) AS committed,
          coalesce(sum(amount) FILTER (WHERE kind = 'expense'), 0) AS expense,
          coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0) AS paid
        FROM fresh GROUP BY municipality_id, line_id) f
  WHERE (b.municipality_id, b.line_id) = (f.municipality_id, f.line_id);
  GET DIAGNOSTICS met = ROW_COUNT;
  SELECT count(DISTINCT line_id) INTO expected FROM fresh;
  IF met <> expected THEN
    PERFORM kapstok_ledger_refuse('ledger_line_known', 'a posting on a line that has no balance');
  END IF;

  INSERT INTO ledger_promisebalance (municipality_id, posting_id, line_id, kind, amount)
  SELECT municipality_id, id, line_id, kind, amount FROM fresh
  WHERE kind IN ('reservation', 'commitment') AND adjusts_id IS NULL AND reverses_id IS NULL ORDER BY id;
  PERFORM 1 FROM ledger_promisebalance b WHERE b.posting_id IN (
    SELECT adjusts_id FROM fresh UNION SELECT uses_up_id FROM fresh) ORDER BY b.posting_id FOR NO KEY UPDATE;
  UPDATE ledger_promisebalance b SET amount = b.amount + f.amount, used = b.used + f.used
  FROM (SELECT posting_id, line_id, promise, sum(amount) AS amount, sum(used) AS used FROM (
          SELECT adjusts_id AS posting_id, line_id, kind AS promise, amount, 0 AS used
          FROM fresh WHERE adjusts_id IS NOT NULL
          UNION ALL
          SELECT uses_up_id, line_id, CASE kind WHEN 'commitment' THEN 'reservation' WHEN 'expense' THEN 'commitment'
          END, 0, used FROM fresh WHERE uses_up_id IS NOT NULL) one
        GROUP BY posting_id, line_id, promise) f
  WHERE (b.posting_id, b.line_id, b.kind) = (f.posting_id, f.line_id, f.promise);
  GET DIAGNOSTICS met = ROW_COUNT;
  SELECT count(*) INTO expected FROM (
    SELECT adjusts_id FROM fresh WHERE adjusts_id IS NOT NULL
    UNION SELECT uses_up_id FROM fresh WHERE uses_up_id IS NOT NULL) named;
  IF met <> expected THEN
    PERFORM kapstok_ledger_refuse('ledger_promise_known', 'a promise is adjusted or used on its own line only');
  END IF;

  INSERT INTO ledger_tally (municipality_id, line_id, kind, measure_id, purpose, cost_type, year, month, amount, used)
  SELECT municipality_id, line_id, kind, measure_id, purpose, cost_type, year, date_trunc('month', delivered)::date,
         sum(amount), sum(used)
  FROM fresh GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT ON CONSTRAINT ledger_tally_once
  DO UPDATE SET amount = ledger_tally.amount + excluded.amount, used = ledger_tally.used + excluded.used;
  RETURN NULL;
END $$;
CREATE TRIGGER %(name)s AFTER INSERT ON %(table)s REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION kapstok_ledger_post()
"""
    down = "DROP TRIGGER %(name)s ON %(table)s"
