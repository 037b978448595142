package io.scstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/** The two listening sockets of a broker, bound to free ports of the loopback address. */
final class Sockets implements ServerSocketFactory, AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocketChannel broker;
  private final ServerSocketChannel controller;
  private final int brokerPort;
  private final int controllerPort;

  private Sockets(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.broker = broker;
    this.controller = controller;
    this.brokerPort = broker.socket().getLocalPort();
    this.controllerPort = controller.socket().getLocalPort();
  }

  static Sockets bind() {
    return new Sockets(bound(), bound());
  }

  String bootstrap() {
    return address(brokerPort);
  }

  String controller() {
    return address(controllerPort);
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
    return address.getPort() == brokerPort ? broker : controller;
  }

  @Override
  public void close() throws IOException {
    broker.close();
    controller.close();
  }

  private static String address(int port) {
    return "127.0.0.1:" + port;
  }

  private static ServerSocketChannel bound() {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.configureBlocking(false);
      return channel.bind(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    } catch (IOException e) {
      throw new EmbeddedException("Cannot listen on 127.0.0.1: " + e.getMessage(), e);
    }
  }
}
