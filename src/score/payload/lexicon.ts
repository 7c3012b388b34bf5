/**
 * Words that mean something in an attack, by what they mean there. The model learns from the classes, so a function or a
 * file it never saw in training weighs as much as others of its class. A word is in one class only: the first list that
 * names it wins, so the suspicious lists come before the common ones.
 */
import { codeWords } from './lexicon-code.ts';
import { shellWords } from './lexicon-shell.ts';
import { webWords } from './lexicon-web.ts';

const sqlWords = {
  select: 'select',
  union: 'union',
  orAnd: 'or and xor rlike',
  sqlChange:
    'insert update delete drop alter truncate create grant revoke merge replace backup restore shutdown',
  sqlFrom: 'from into where having limit offset outfile dumpfile infile',
  sqlLike: 'like between in is exists regexp ilike any some not div mod sounds glob',
  sqlOrder: 'order group by asc desc',
  sqlNull: 'null true false nul nil',
  sqlMisc:
    'all distinct distinctrow as case when then else end join inner outer left right on values set top table column ' +
    'database schema procedure analyse collate escape cascade rows fetch only percent begin commit using binary',
  sqlWait:
    'sleep benchmark pg_sleep waitfor delay randomblob generate_series dbms_pipe receive_message dbms_lock',
  sqlExec:
    'exec execute declare xp_cmdshell xp_dirtree xp_regread xp_fileexist sp_executesql sp_addlogin sp_configure ' +
    'sp_password sp_oacreate sp_makewebtask openrowset opendatasource bulk execsp dbms_java utl_http utl_inaddr ' +
    'dbms_ldap dbms_xmlgen dbms_utility ctxsys drithsx httpuritype utl_file load_extension load_file xp_availablemedia',
  sqlPlace:
    'information_schema sysobjects syscolumns sysdatabases sysusers syslogins systables sysibm sysmaster syscat ' +
    'pg_catalog pg_shadow pg_user pg_class pg_tables pg_database dual all_tables all_users user_tables user_users ' +
    'dba_users table_name column_name table_schema schema_name schemata sqlite_master sqlite_temp_master msysobjects ' +
    'mysql master tempdb msdb sysdummy1 rownum rdb$database all_tab_columns tables columns db_name global_name ' +
    'granted_role dba_role_privs sqlite_version session_user system_user current_user user_name @@version sysaux',
  sqlCall:
    'concat concat_ws group_concat char chr nchar ascii ord substr substring substring_index mid hex unhex conv ' +
    'cast convert extractvalue updatexml elt make_set floor rand md5 sha1 sha2 crypt_key regexp_substring ' +
    'upper lower ucase lcase reverse repeat rpad lpad length len char_length bit_length count avg min max sum isnull ' +
    'ifnull nullif coalesce iif nvl decode greatest least xmltype json_keys json_extract polygon multipoint linestring ' +
    'geometrycollection name_const exp pow log locate instr position strcmp quote space soundex to_char to_number ' +
    'chr2 bitstring_to_binary bitcount sqlid_to_sqlhash sn is_srvrolemember serverproperty fn_listextendedproperty ' +
    'fn_my_permissions fn_virtualfilestats convert_tz last_insert_id row_count found_rows newid string_agg listagg ' +
    'xmlagg query_to_xml database_to_xml randomuuid cume_dist unistr lo_import pg_read_file pg_ls_dir lo_export',
} as const;

/** English function words: prose has many, code has few. */
const prose = {
  prose:
    'a an the of to it its that this these those was were be been being for with at i you he she we they my your his ' +
    'her our their me him us them what which whom whose why how there here than so because while during after before ' +
    'about above below between through over under again further once very can will just should would could may might ' +
    'must do does did done doing have has had having am are if but nor yet also both each few more most other such own ' +
    'same too into onto upon please thanks thank hello dear regards de la le les des du un une et en el los las del y ' +
    'que por para con una der die das und ein eine ist nicht von zu den mit auf im dem il di che e per non sono een het ' +
    'van och som att det para os as dos um uma com no na',
} as const;

const lists: Readonly<Record<string, string>> = {
  ...sqlWords,
  ...webWords,
  ...codeWords,
  ...shellWords,
  ...prose,
};

/** Names of the word classes in the order of their numbers; the model file depends on this order. */
export const wordClasses: readonly string[] = Object.keys(lists);

/** FNV-1a over lower-case code units: the one hash of a word, as the tokeniser computes it while it reads. */
export function wordHash(word: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash;
}

export interface Lexicon {
  /** Number of the word's class (index into `wordClasses`), or -1. */
  classOf(hash: number): number;
}

const size = 1 << 13;
/** Hashes that no word has, by fifteen of their bits: most words of a text are ruled out by these four kilobytes alone. */
const sieveBits = 15;

/** Open addressing over the 32-bit hashes: no string is built to look a word up. */
export function createLexicon(): Lexicon {
  const keys = new Int32Array(size);
  const values = new Uint8Array(size);
  const sieve = new Int32Array(1 << (sieveBits - 5));
  const sieveAt = (hash: number): number => hash >>> (32 - sieveBits);
  wordClasses.forEach((name, number) => {
    for (const word of lists[name]!.split(' ')) {
      const hash = wordHash(word);
      let at = (hash >>> 7) & (size - 1);
      while (values[at] !== 0 && keys[at] !== hash) at = (at + 1) & (size - 1);
      if (values[at] !== 0) continue;
      keys[at] = hash;
      values[at] = number + 1;
      sieve[sieveAt(hash) >>> 5]! |= 1 << (sieveAt(hash) & 31);
    }
  });
  return {
    classOf(hash) {
      const bit = sieveAt(hash);
      if (((sieve[bit >>> 5]! >>> (bit & 31)) & 1) === 0) return -1;
      let at = (hash >>> 7) & (size - 1);
      while (values[at] !== 0) {
        if (keys[at] === hash) return values[at]! - 1;
        at = (at + 1) & (size - 1);
      }
      return -1;
    },
  };
}
