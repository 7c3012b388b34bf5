/** Commands. The strong ones are rarely words of a sentence; the weak ones often are. */
export const shellWords = {
  /** Words of batch files that no sentence has. */
  batch:
    'errorlevel cmdextversion equ neq lss leq gtr geq delims tokens usebackq eol goto endlocal setlocal enabledelayedexpansion',
  /** What is said to mail servers; telling after a line break only. */
  mailVerb:
    'ehlo helo rcpt rset noop vrfy expn stls starttls auth apop uidl retr dele xclient authenticate capability lsub ' +
    'subscribe unsubscribe examine expunge quit stat xreplay etrn',
  cmdStrong:
    'whoami uname ifconfig ipconfig wget curl netcat ncat nc nslookup traceroute netstat bash zsh ksh csh tcsh dash ' +
    'busybox chmod chown chgrp useradd userdel usermod adduser groupadd chpasswd sudo visudo crontab systemctl journalctl ' +
    'iptables nft tcpdump nmap telnet rsh rlogin scp sftp ssh rsync tftp ftpget lwp openssl base64 xxd hexdump od awk gawk ' +
    'nawk sed grep egrep fgrep perl python python2 python3 ruby lua php5 php7 node nodejs gcc clang java javac mysqldump ' +
    'psql sqlite3 mongo redis docker kubectl podman lsof lsblk lscpu lspci lsmod lsusb dmidecode dmesg fdisk mkfs mount ' +
    'umount dd mkfifo mknod xargs tee nohup setsid setarch timeout strace ltrace gdb tmux printenv id hostname ' +
    'hostid pwd ls ps pstree pidof pkill killall htop vmstat iostat passwd chsh chroot insmod rmmod modprobe sysctl ' +
    'apt apt_get dpkg yum dnf rpm pip pip3 npm gem easy_install cpan tar gzip gunzip bzip2 unzip zip zcat bzcat xzcat ' +
    'tac nl rev cat vi vim nano emacs ed ex ping ping6 dig arp ip ss w3m lynx links aria2c axel ' +
    'socat openbsd rcat shred fsck mutt sendmail mailx logger ansible ansible_console cscli perf capsh gimp gtester hping3 ' +
    'iftop irb jjs jrunscript ionice ld.so ldconfig lwp_download lwp_request mawk msgattrib nsenter pico pdb rvim rview ' +
    'run_parts rlwrap runuser restic tclsh taskset unshare update_alternatives vigr vipw whiptail yelp ' +
    'xmodmap zypper zsoelim cpulimit choom setfacl getfacl stdbuf su sh cp mv rm ln mkdir rmdir locate whereis ' +
    'updatedb df du uptime lastlog lastb alias unalias printf exec ' +
    'eval ifs ld_preload lspath shutdown reboot halt poweroff init chkconfig update_rc crond atd',
  cmdWindows:
    'cmd powershell pwsh cscript wscript mshta rundll32 regsvr32 certutil bitsadmin schtasks tasklist taskkill systeminfo ' +
    'wmic net net1 netsh nbtstat reg sc attrib cacls icacls takeown dir type del erase copy xcopy robocopy ren move ' +
    'vssadmin bcdedit bcdboot wevtutil dsquery nltest quser qwinsta ipxroute pathping tracert nslookup gpresult gpupdate ' +
    'msiexec msbuild installutil forfiles fsutil diskpart format chkdsk assoc ftype doskey driverquery getmac label ' +
    'mklink mountvol openfiles pnputil query rasdial regedit sfc shadow subst tree ver vol where windir systemroot ' +
    'comspec username userprofile appdata programfiles invoke_expression iex invoke_webrequest iwr downloadstring ' +
    'downloadfile webclient encodedcommand executionpolicy bypass noprofile windowstyle hidden start_process get_process ' +
    'get_content get_childitem set_content new_object start_sleep invoke_command inputformat',
  cmdWeak:
    'more less who find last source path history service which watch run script screen touch head tail free finger kill route w env export echo ' +
    'time test sort cut split join at batch cal clear cmp comm date diff expr file fold look man mail nice paste patch ' +
    'pr seq size sleep sum sync true false tr tsort wc write yes talk top make install local read set unset wait jobs bg ' +
    'fg trap dirs hash help let limit stop suspend times start call goto pause rem title color if for while until do done ' +
    'fi then else elif esac case exist defined skip',
} as const;
