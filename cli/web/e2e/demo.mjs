/** `./scstream demo` as a child process, which can be ended and started again on the same folder. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const LAUNCHER = process.env.SCSTREAM_COMMAND ?? join(HERE, "..", "..", "..", "scstream");
const ADDRESS = /page is at (http:\/\/\S+)/;
/** The same after a restart, so that an open page goes on. */
export const TOKEN = "a-token-of-the-tests-of-the-page-alone";

export class Demo {
  /** @param options of the command, beside the folder */
  constructor(workdir, ...options) {
    this.workdir = workdir;
    this.options = options;
  }

  /** Resolves with the address of the page, once the server has printed it. */
  async start() {
    const args = ["demo", "--workdir", this.workdir, ...this.options];
    const env = { ...process.env, SCSTREAM_ADMIN_TOKEN: TOKEN };
    this.process = spawn(LAUNCHER, args, { stdio: ["ignore", "pipe", "pipe"], env });
    this.said = "";
    return new Promise((resolve, reject) => {
      const listen = (bytes) => {
        this.said += bytes;
        const address = ADDRESS.exec(this.said);
        if (address) {
          resolve(`${address[1].replace(/#.*/, "")}#token=${TOKEN}`);
        }
      };
      this.process.stdout.on("data", listen);
      this.process.stderr.on("data", listen);
      this.process.on("exit", (code) => reject(new Error(`demo ended with ${code}:\n${this.said}`)));
    });
  }

  async stop(signal = "SIGTERM") {
    if (this.process?.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, "exit");
    }
  }
}
