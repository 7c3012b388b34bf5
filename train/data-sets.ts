/**
 * The data sets that the models are trained on and measured with, by source and licence. Most state no licence and some
 * are GPL: models are trained on them and measured with them, and none of their rows is part of the product.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type ModelName = 'payload' | 'shell';

export interface DataSet {
  /** Its folder below DECOYVERSE_DATA. */
  name: string;
  /** Repositories on github.com. */
  source: string;
  licence: string;
  /** Which model learns from it; empty = it is only measured with. */
  trains: readonly ModelName[];
  /** What is read of it. */
  files: readonly string[];
}

/** Recordings of `cowrie_real`: each has its events and a roll-up by session. */
export const cowrieRecordings: readonly string[] = [
  'compx520_excerpt_2016_20',
  'dblanko_2026-06_excerpt',
  'kareiva_2018-05-10_21',
  'scriptzteam_2017-10-07',
  'scriptzteam_2017-11-04',
];

export const dataSets: readonly DataSet[] = [
  {
    name: 'crs_regression',
    source: 'coreruleset/coreruleset',
    licence: 'Apache-2.0',
    trains: ['payload'],
    files: ['dev_requests.jsonl'],
  },
  {
    name: 'payload_lists',
    source: 'swisskyrepo/PayloadsAllTheThings, fuzzdb-project/fuzzdb',
    licence: 'MIT; New BSD and CC-BY',
    trains: ['payload'],
    files: ['dev_payloads.jsonl'],
  },
  {
    name: 'httpparams',
    source: 'Morzeux/HttpParamsDataset',
    licence: 'MIT',
    trains: ['payload'],
    files: ['payload_train.csv'],
  },
  {
    name: 'fwaf_bad',
    source: 'faizann24/Fwaf-Machine-Learning-driven-Web-Application-Firewall',
    licence: 'none stated',
    trains: ['payload'],
    files: ['dev_data.jsonl.gz'],
  },
  {
    name: 'deepxss',
    source: 'das-lab/deep-xss',
    licence: 'none stated',
    trains: ['payload'],
    files: ['dev_data.jsonl.gz'],
  },
  {
    name: 'modsec_learn',
    source: 'pralab/modsec-learn-dataset',
    licence: 'none stated',
    trains: ['payload'],
    files: ['dev_data.jsonl'],
  },
  {
    name: 'kaggle_sqli_xss',
    source: 'rd1073/RL-based-WAF (copies of two Kaggle sets)',
    licence: 'none stated',
    trains: ['payload'],
    files: ['dev_data.jsonl.gz'],
  },
  {
    name: 'torpeda2012',
    source: 'DuckDuckBug/cnn_waf (copy of TORPEDA 2012)',
    licence: 'none stated; published for research',
    trains: ['payload'],
    files: ['dev_data.jsonl.gz'],
  },
  {
    name: 'csic2010',
    source: 'phoenixfinca/csic (copy of CSIC 2010)',
    licence: 'none stated; published for research',
    trains: ['payload'],
    files: ['dev_data.jsonl'],
  },
  {
    name: 'weblogs_real',
    source: 'elastic/examples',
    licence: 'Apache-2.0',
    trains: ['payload'],
    files: ['elastic_apache_2015_dev.log'],
  },
  {
    name: 'logprecis_haas',
    source: 'SmartData-Polito/logprecis',
    licence: 'none stated',
    trains: ['shell'],
    files: ['dev_sessions.jsonl'],
  },
  {
    name: 'benign_shell',
    source: 'TellinaTool/nl2bash, tldr-pages/tldr',
    licence: 'GPL-3.0; CC-BY-4.0',
    trains: ['shell'],
    files: ['dev_commands.jsonl'],
  },
  {
    name: 'shell_sessions_unlabelled',
    source: 'SmartData-Polito/logprecis (CyberLab, HaaS)',
    licence: 'CyberLab CC-BY-4.0 (Zenodo 3687527); HaaS none stated',
    trains: ['shell'],
    files: ['cyberlab_2020.jsonl', 'haas_masked_unique.jsonl'],
  },
  {
    name: 'shell_commands_counted',
    source: 'emansih/investigating-the-sweet-honeypot-part2',
    licence: 'CC-BY-4.0',
    trains: ['shell'],
    files: ['emansih_2021.jsonl'],
  },
  {
    name: 'reverse_shells',
    source: 'dtrizna/QuasarNix, dtrizna/slp',
    licence: 'none stated; MIT',
    trains: ['shell'],
    files: ['dev.jsonl'],
  },
  {
    name: 'atomic_red_team',
    source: 'redcanaryco/atomic-red-team',
    licence: 'MIT',
    trains: ['shell'],
    files: ['dev_tests.jsonl'],
  },
  {
    name: 'cowrie_real',
    source:
      'kareiva/cowrie-logs, scriptzteam/REALTiME-SSH-HoneyPot_v1.4 and _v1.5, dmcalpineuk/COMPX520 and others',
    licence: 'none stated',
    trains: [],
    files: cowrieRecordings.flatMap((name) => [`${name}.json`, `${name}.sessions.jsonl`]),
  },
  {
    name: 'rule_labelled_logs',
    source: 'wazuh/wazuh-ruleset',
    licence: 'GPL-2.0',
    trains: [],
    files: ['wazuh_levels_dev.jsonl'],
  },
  {
    name: 'sigma_attack_meta',
    source: 'SigmaHQ/sigma',
    licence: 'DRL 1.1',
    trains: [],
    files: ['sigma_rules_index.jsonl.gz'],
  },
  {
    name: 'weblogs_scanners',
    source: 'ocatak/apache-http-logs',
    licence: 'none stated',
    trains: [],
    files: ['netsparker.log', 'w3af.log'],
  },
  {
    name: 'honey_2017_mixed',
    source: 'wintermanc3r/honey',
    licence: 'none stated',
    trains: [],
    files: ['http_requests_2017-03-27.jsonl'],
  },
  {
    name: 'docker_api_honeypot',
    source: 'silascutler/dockerhoneypot-logs',
    licence: 'none stated',
    trains: [],
    files: ['requests_2021_2022.jsonl'],
  },
  {
    name: 'decoyverse_upstream',
    source: 'Bhavanarisatwik/ML-modle-v0 (synthetic)',
    licence: 'none stated',
    trains: [],
    files: ['training_data.csv', 'training_data_v2.csv'],
  },
];

/** Where a declared file is. Throws for one that is not declared above: the manifest would not know of it. */
export function dataFile(dataFolder: string, set: string, file: string): string {
  const isDeclared = dataSets.some(({ name, files }) => name === set && files.includes(file));
  if (!isDeclared) throw new TypeError(`${set}/${file} is not declared in train/data-sets.ts`);
  return join(dataFolder, set, file);
}

export const setsFor = (model: ModelName): DataSet[] =>
  dataSets.filter(({ trains }) => trains.includes(model));

/** The folder named by DECOYVERSE_DATA. Throws with a sentence for people when it is unset or lacks one of `wanted`. */
export function findDataFolder(
  env: Readonly<Record<string, string | undefined>>,
  wanted: readonly DataSet[],
): string {
  const folder = env.DECOYVERSE_DATA ?? '';
  if (folder === '')
    throw new Error(
      'DECOYVERSE_DATA is not set: set it to the folder of the data sets (see train/README.md)',
    );
  const missing = wanted.flatMap(({ name, files }) =>
    files.map((file) => `${name}/${file}`).filter((path) => !existsSync(join(folder, path))),
  );
  if (missing.length > 0)
    throw new Error(
      `DECOYVERSE_DATA names ${folder}, which lacks ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more files` : ''} (see train/README.md)`,
    );
  return folder;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The SHA-256 of each file that a model learns from, by `<set>/<file>`. */
export function hashData(dataFolder: string, model: ModelName): Record<string, string> {
  return Object.fromEntries(
    setsFor(model).flatMap(({ name, files }) =>
      files.map((file) => [`${name}/${file}`, sha256Of(readFileSync(dataFile(dataFolder, name, file)))]),
    ),
  );
}
