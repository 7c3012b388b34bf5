/** Sample data of a tenant, as its document holds it. The data itself lies in a side tenant. */
export const sampleStates = ['making', 'ready', 'removing'] as const;
export type SampleState = (typeof sampleStates)[number];

export interface SampleBody {
  state: SampleState;
  /** The side tenant. */
  tenant_id: string;
  /** E-mail of who asked for it. */
  by: string;
  /** How many it holds; 0 until it is ready. */
  events: number;
}

/** The one document of a tenant. */
export const sampleId = 'sample';
