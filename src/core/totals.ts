/** Running totals of a tenant, kept by the writes that change them, so that statistics never count. */

export interface Totals {
  events: number;
  risk_sum: number;
  high_risk: number;
  active_alerts: number;
  /** Distinct sources. */
  sources: number;
}

export const noTotals = (): Totals => ({
  events: 0,
  risk_sum: 0,
  high_risk: 0,
  active_alerts: 0,
  sources: 0,
});
