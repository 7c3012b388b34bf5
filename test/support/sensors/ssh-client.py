"""Signs in to an SSH server, with a wrong password first, and runs a command: ssh-client.py PORT USER WRONG RIGHT COMMAND."""
import sys
import paramiko

port, user, wrong, right, command = int(sys.argv[1]), *sys.argv[2:6]
for password in (wrong, right):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    try:
        client.connect("127.0.0.1", port, user, password, allow_agent=False, look_for_keys=False, timeout=30)
        _, out, _ = client.exec_command(command)
        print(out.read())
    except paramiko.AuthenticationException:
        print("refused")
    except paramiko.SSHException as error:
        print(error)
    finally:
        client.close()
