/** Five ordered steps of risk. Colour is never alone: each has a letter, and a place in a row of bars. */
export type RiskStep = 1 | 2 | 3 | 4 | 5;

export function riskStep(risk: number): RiskStep {
  if (risk >= 9) return 5;
  if (risk >= 7) return 4;
  if (risk >= 4) return 3;
  return risk >= 2 ? 2 : 1;
}

export const riskLetter: Record<RiskStep, string> = { 1: 'I', 2: 'L', 3: 'M', 4: 'H', 5: 'C' };
