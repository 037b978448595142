package io.scstream.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the processes listen on the loopback address. They are chosen once, so that a process that
 * is started again is found at the same place.
 */
record Ports(int broker, int controller, int zookeeper, int rest, int jobManager, int blobs) {
  // Below the ports that the system gives to outgoing connections: such a connection could take
  // the place of a process while it is down.
  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;
  private static final int NEEDED = 6;
  private static final String HOST = "127.0.0.1:";

  /** Free ones; the search begins at a place that depends on the folder. */
  static Ports free(ClusterFolder folder) {
    List<Integer> found = new ArrayList<>();
    int begin = Math.floorMod(folder.root().hashCode(), COUNT);
    for (int i = 0; i < COUNT && found.size() < NEEDED; i++) {
      int port = FIRST + (begin + i) % COUNT;
      if (isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < NEEDED) {
      throw new ClusterException(
          "No free ports from " + FIRST + " to " + (FIRST + COUNT) + " on 127.0.0.1");
    }
    return new Ports(
        found.get(0), found.get(1), found.get(2), found.get(3), found.get(4), found.get(5));
  }

  String bootstrap() {
    return HOST + broker;
  }

  String controllerAddress() {
    return HOST + controller;
  }

  String zookeeperAddress() {
    return HOST + zookeeper;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
