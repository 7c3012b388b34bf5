/** Words of pages, addresses and files: markup, scripts, schemes, paths an intruder asks for. */
export const webWords = {
  tagStrong:
    'script iframe svg object embed applet frameset bgsound isindex marquee animate animatetransform animatemotion ' +
    'foreignobject noscript layer ilayer math mathml xlink vmlframe handler keygen noembed plaintext listing xmp ' +
    'portal image blink',
  tagPlain:
    'html head body div span br hr img ul ol li table tr td th tbody thead tfoot form input button textarea option ' +
    'optgroup label fieldset legend h1 h2 h3 h4 h5 h6 em strong small sup sub font center pre blockquote cite abbr ' +
    'section article aside nav header footer main figure figcaption video audio source track canvas details summary ' +
    'dialog template style link meta base title frame map area col colgroup caption dl dt dd param kbd samp var ins',
  handler:
    'onload onerror onclick ondblclick onmouseover onmouseout onmousedown onmouseup onmousemove onmouseenter ' +
    'onmouseleave onmousewheel onfocus onfocusin onfocusout onblur onchange oninput oninvalid onreset onselect onsubmit ' +
    'onkeydown onkeypress onkeyup onabort onbeforeunload onunload onhashchange onmessage onoffline ononline onpagehide ' +
    'onpageshow onpopstate onresize onscroll onstorage ontoggle onshow onwheel oncopy oncut onpaste onbeforecopy ' +
    'onbeforecut onbeforepaste ondrag ondragend ondragenter ondragleave ondragover ondragstart ondrop onplay onplaying ' +
    'onpause onended oncanplay oncanplaythrough ondurationchange onemptied onloadeddata onloadedmetadata onloadstart ' +
    'onloadend onprogress onratechange onseeked onseeking onstalled onsuspend ontimeupdate onvolumechange onwaiting ' +
    'onanimationstart onanimationend onanimationiteration onanimationcancel ontransitionend ontransitionrun ' +
    'ontransitionstart ontransitioncancel onpointerdown onpointerup onpointermove onpointerover onpointerout ' +
    'onpointerenter onpointerleave onpointercancel onpointerrawupdate ongotpointercapture onlostpointercapture ' +
    'ontouchstart ontouchend ontouchmove ontouchcancel onbegin onend onrepeat onstart onfinish onbounce onreadystatechange ' +
    'onpropertychange onactivate onbeforeactivate ondeactivate onbeforedeactivate oncontextmenu onauxclick onsearch ' +
    'onformdata onselectstart onselectionchange onfullscreenchange onbeforescriptexecute onafterscriptexecute ' +
    'onbeforeprint onafterprint onbeforetoggle onwebkittransitionend onwebkitanimationend onunhandledrejection oncuechange ' +
    'onbeforeinput oncancel onclose onerrorupdate onbeforeupdate onafterupdate onhelp onmove onmoveend onmovestart ' +
    'onrowenter onrowexit onrowsdelete onrowsinserted oncellchange ondataavailable ondatasetchanged ondatasetcomplete ' +
    'onlosecapture onlayoutcomplete onfilterchange ontimeerror onmediacomplete onmediaerror onoutofsync onpause onresume ' +
    'onreverse onseek onsyncrestored ontrackchange onurlflip onmsgesturestart onscrollend onscrollsnapchange',
  scriptScheme: 'javascript vbscript livescript mocha',
  scriptCall:
    'alert confirm prompt eval settimeout setinterval setimmediate fromcharcode unescape atob btoa execscript importscripts ' +
    'msgbox fetch xmlhttprequest activexobject',
  scriptThing:
    'document window location cookie localstorage sessionstorage innerhtml outerhtml documentelement parentnode ' +
    'createelement appendchild getelementsbytagname getelementbyid queryselector domain referrer href srcdoc formaction ' +
    'constructor __proto__ prototype globalthis parent opener navigator history srcset xlink expression behavior ' +
    'behaviour moz binding contenteditable autofocus tabindex onxxx print write writeln',
  scheme:
    'file ftp ftps sftp gopher dict phar expect zlib ogg ssh2 compress data ldap ldaps rmi dns iiop corba ' +
    'netdoc tftp smb local_file ssh telnet imap pop3 smtp news nntp view_source jndi classpath wsdl ws wss',
  link: 'http https www url uri mailto tel',
  fileSecret:
    'passwd shadow htpasswd htaccess authorized_keys known_hosts id_rsa id_dsa id_ecdsa id_ed25519 sudoers gshadow master ' +
    'environ cmdline fd mtab fstab crontab bash_history bashrc bash_profile zsh_history mysql_history netrc pgpass npmrc ' +
    'dockercfg kubeconfig credentials aws azure gcloud gitconfig git svn hg bzr cvs ds_store sam ntds boot win system32 ' +
    'winnt sysprep unattend inetpub repair autoexec ntuser wtmp utmp btmp lastlog dmesg syslog access_log error_log ' +
    'accesslog errorlog access error httpd apache apache2 nginx lighttpd tomcat php5 cnf pgsql postgresql proftpd ' +
    'pureftpd pure vsftpd sshd_config ssh_config resolv nsswitch issue motd hosts hostname group profile inetd xinetd ' +
    'wp_config web_inf weblogic phpinfo drivers kallsyms kcore meminfo cpuinfo mounts ' +
    'randomize_va_space interrupts secrets env htgroup dbconfig',
  fileRoot: 'etc proc var usr root home opt tmp dev sys boot srv mnt bin sbin lib windows winnt users',
  fileKind:
    'php php3 php4 php5 php7 phtml asp aspx ashx asmx jsp jspx do action cgi pl py sh exe dll bat cmd ini conf cfg config ' +
    'bak old orig save swp backup sql db sqlite mdb log logs txt xml yml yaml json inc tar gz tgz zip rar 7z war jar key ' +
    'pem crt pfx dump nsf cfm cfc shtml nasl',
  mediaKind:
    'html htm css js png jpg jpeg gif svgz ico webp woff woff2 ttf eot mp3 mp4 webm ogg pdf doc docx xls xlsx csv rss atom map',
  probe:
    'phpmyadmin pma myadmin mysqladmin adminer wp admin administrator xmlrpc wlwmanifest cgi owa ecp autodiscover ' +
    'actuator heapdump jolokia jenkins solr manager struts invoker jmx console hudson gitlab telescope debug debugbar ' +
    'phpunit vendor eval_stdin boaform hnap1 goform setup install shell cmd webshell c99 r57 hudson vpn remote fgt_lang ' +
    'trace elmah axd swagger graphql graphiql api_docs cgi_bin scripts iisadmin ' +
    '_vti_bin msadc wp_content wp_includes wp_json ueditor fckeditor ckfinder kcfinder elfinder filemanager horde roundcube',
  scanner:
    'nessus nikto sqlmap acunetix netsparker w3af nmap zgrab masscan openvas arachni burp burpcollaborator interact oast ' +
    'oastify dirbuster gobuster wpscan zap appscan webinspect qualys nuclei havij jbrofuzz fimap whatweb skipfish vega ' +
    'jaeles xsser commix metasploit meterpreter rfi_vuln censys shodan muhstik mirai mozi',
} as const;
