/**
 * Whether a password looks like one that a person made for themselves, not one of those that programs try everywhere. A
 * guess from the password alone: published words, defaults of devices, walks over the keyboard and variations of the user
 * name are shown; what remains is masked. When in doubt it is a person's. Pure; runs in a browser too.
 */

/** Words that guessing programs build on, in German and English, and names of accounts and products. */
const words = new Set(
  `abc admin administrator adm alpine anonymous apache asterisk backup bot centos changeme cisco client computer data
  database db debian default demo deploy dev developer docker dragon elastic elasticsearch es ftp ftpuser game gast git
  github gitlab grafana guest guru hadoop hallo hello help home host huawei iloveyou info install jenkins kafka kali
  kube linux login mail manager master minecraft mongo monitor monkey mysql nagios new nginx nobody nopass odoo office
  operator oracle os pass passw passwd password passwort pi ping pos postgre postgres princess private prod proxy public pw
  pwd qwe raspberry raspberrypi redis redhat root router secret secure security server service shadow shell sql ssh
  steam student super supervisor superman support sys sysadmin system teamspeak tech temp test tester testing tomcat toor
  ts ubnt ubuntu unix user username vagrant vbox vnc vpn vps web webadmin webmaster welcome willkommen windows www zabbix
  zookeeper letmein football baseball sunshine trustno`.split(/\s+/),
);

/** Made at the factory, and known to every botnet. */
const factory = new Set(
  `xc3511 vizxv anko zlxx 7ujmko0admin 7ujmko0vizxv juantech hi3518 jvbzd klv123 klv1234 zte521 xmhdipc dreambox realtek
  tazz@23495859 gmb182 3ep5w2u nvslinux e8ehome e8telnet hg2x0 telecomadmin admintelecom cat1029 ipcam_rt5350 s2fgqnfs
  wbox123 oelinux123 tini iwkb 2601hx fucker hunt5759 gpon5g xa1bac0mx antslq cxlinux ascend hichiphx tsgoingon taz
  smcadmin meinsm solokey ahetzip8 calvin changeit motorola nimda feefifofum`.split(/\s+/),
);

const rows = [
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik',
  '9ol',
  '0p',
];
const neighbours = new Set(
  rows.flatMap((row) => {
    const back = [...row].reverse().join('');
    return [row, back].flatMap((line) =>
      Array.from({ length: line.length - 1 }, (_, at) => line.slice(at, at + 2)),
    );
  }),
);
const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');
const unleet = (text: string): string => text.replace(/[013457@$!]/g, (sign) => leet[sign] ?? sign);

/** Whether `text` is known words one after another, such as `adminpassword`. At most 40 characters are looked at. */
function isOfWords(text: string, own: string): boolean {
  if (text.length > 40) return false;
  const reached = new Set([0]);
  for (let start = 0; start < text.length; start++)
    if (reached.has(start))
      for (let end = start + 2; end <= text.length; end++) {
        const part = text.slice(start, end);
        if (words.has(part) || part === own) reached.add(end);
      }
  return reached.has(text.length);
}

function isWalk(text: string): boolean {
  let near = 0;
  for (let at = 1; at < text.length; at++)
    if (text[at] === text[at - 1] || neighbours.has(text.slice(at - 1, at + 1))) near += 1;
  return near >= 0.6 * (text.length - 1);
}

/** `user` is the name it was tried with, where it is known. */
export function looksPersonal(password: string, user = ''): boolean {
  if (password.length < 6 || password.length > 128 || /[\0-\x1f\x7f]/.test(password)) return false;
  const text = password.toLowerCase();
  const letters = lettersOf(text);
  if (letters.length < 2 || new Set(text).size < 4) return false;
  if (factory.has(text) || /^[0-9a-f]{32,}$/.test(text)) return false;
  const own = lettersOf(user.toLowerCase());
  const characters = [...text];
  const isLetter = (character: string): boolean => /\p{L}/u.test(character);
  const plain = characters
    .slice(characters.findIndex(isLetter), characters.findLastIndex(isLetter) + 1)
    .join('');
  for (const form of [letters, lettersOf(unleet(text)), lettersOf(unleet(plain))])
    if (isOfWords(form, own)) return false;
  return !isWalk(text);
}
