/** What a tenant's verdicts say about its alert threshold, as the document holds it. */

/** One alert that a person called an attack or harmless, and its risk (0–10). */
export interface JudgedAlert {
  alert_id: string;
  incident_id: string;
  verdict: 'attack' | 'harmless';
  risk: number;
}

export interface VerdictLevels {
  judged: JudgedAlert[];
  /** The suggestion that was applied last and not taken back. */
  applied: { from: number | null; to: number } | null;
}
