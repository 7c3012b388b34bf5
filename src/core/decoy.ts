/** A decoy on a node: a file an agent planted and watches. Key: node_id + file_path (or file_name where no path is known). */
export interface Decoy {
  id: string;
  node_id: string;
  user_id: string;
  file_name: string;
  file_path: string | null;
  type: string;
  status: string;
  registered_at: string | null;
  last_accessed: string | null;
  triggers_count: number;
  extra: { [key: string]: unknown } | null;
}

/** One access, as events report it. Upserts the decoy. */
export interface DecoyTouch {
  user_id: string;
  node_id: string;
  file_name: string;
  file_path: string | null;
  at: string;
  count: number;
}
