/** A time in which silence is planned. ISO; `to` is exclusive. */
export interface MaintenanceWindow {
  from: string;
  to: string;
  note: string;
}

export const mostMaintenance = 20;
