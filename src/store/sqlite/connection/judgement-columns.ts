/** The columns that alerts and incidents share: what the scorer said, as it stood when it was worst. */
export const judgementColumns = {
  attack_type: 'text',
  risk_score: 'number',
  confidence: 'number',
  is_anomaly: 'boolean',
  reasons: 'json',
  evidence: 'json',
  tactics: 'json',
  techniques: 'json',
  scored_by: 'text',
  model: 'text',
  protocol: 'text',
  vulnerability: 'json',
} as const;
