/** What programs are for: the classes that the models see beside a command's name. A word may be of several. */

const table: Record<string, string> = {
  lookup:
    'uname w who whoami id ps top free df du uptime lscpu lspci lsusb nproc hostname hostnamectl dmidecode ifconfig ip netstat ss arp route last lastlog ' +
    'lsof mount lsblk fdisk gdisk blkid nvidia-smi neofetch env printenv getconf ulimit dmesg locate which whereis type stat file ls dir find pwd history ' +
    'groups getent show help version get ping dig nslookup host traceroute mca-status ident sysctl systeminfo ipconfig tasklist wmic set printf command ' +
    'lsb_release arch date cal tty stty finger users htop vmstat iostat mpstat lsmod modinfo rpm dpkg dig bind whois netsh quser query qwinsta nltest ver',
  filter:
    'grep egrep fgrep awk gawk sed cut sort uniq wc head tail tr xargs tee less more cat od xxd strings column rev nl fold paste diff cmp md5sum sha256sum sha1sum',
  read: 'cat less more head tail strings od xxd hexdump type',
  fetch:
    'wget curl tftp ftpget ftp fetch lwp-download axel aria2c scp sftp rsync rcp lynx certutil bitsadmin git get ftpput',
  script:
    'sh bash dash zsh ksh ash csh tcsh fish python python2 python3 perl ruby php lua node java source exec eval nohup screen setsid tmux powershell pwsh cmd wscript cscript mshta',
  mode: 'chmod chown chgrp chattr lockr attr setfacl install',
  remove: 'rm rmdir unlink shred del erase rd wipe srm',
  kill: 'kill killall pkill kill9 skill taskkill killall5 xkill',
  control:
    'service systemctl init reboot shutdown halt poweroff update-rc.d chkconfig rc-service initctl launchctl sc net iptables ip6tables ufw firewall-cmd setenforce sysctl modprobe insmod',
  account:
    'passwd chpasswd useradd adduser usermod userdel groupadd deluser hive-passwd chage vipw visudo su sudo doas',
  schedule: 'crontab at atd anacron schtasks systemd-run batch',
  move: 'cd mkdir cp mv ln touch pushd popd mktemp copy move xcopy robocopy',
  write: 'echo printf tee dd cat',
  pack: 'tar unzip gzip gunzip bzip2 zip xz 7z rar cpio ar unrar zcat bunzip2 unxz',
  decode: 'base64 openssl xxd uudecode base32 gpg',
  net: 'nc ncat netcat socat telnet ssh nmap masscan zmap hping3 proxychains sshpass ssh-add ssh-keygen ssh-copy-id plink smbclient psexec',
  package:
    'apt apt-get yum dnf apk pacman opkg pip pip3 npm gem snap brew zypper easy_install gcc make cc g++ go cargo',
  end: 'exit logout quit clear reset sleep true false wait',
  gate: 'enable system shell linuxshell development start bah su config terminal',
  env: 'export unset set alias unalias declare readonly',
  mail: 'mail sendmail mailx mutt',
  flow: 'for while do done if then fi else case esac until function break',
};

export const commandClasses: readonly string[] = Object.keys(table);
const classNumbers = new Map<string, readonly number[]>();
for (const [number, name] of commandClasses.entries()) {
  for (const word of table[name]!.split(' ')) {
    classNumbers.set(word, [...(classNumbers.get(word) ?? []), number]);
  }
}
const none: readonly number[] = [];

/** Numbers into `commandClasses`. */
export const classesOf = (command: string): readonly number[] => classNumbers.get(command) ?? none;

/** Throws for a name that is no class: classes are looked up once, at start. */
export function classNumber(name: string): number {
  const number = commandClasses.indexOf(name);
  if (number < 0) throw new TypeError(`no class is named ${name}`);
  return number;
}
