package io.cumulonimbus.net.loop;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Optional;

/** How loops wait for sockets: Linux' epoll where it can be had, Java's own selectors elsewhere. */
public enum Transport {
    EPOLL {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return new EpollDatagramChannel();
        }

        @Override
        public ServerSocketChannel serverChannel() {
            return new EpollServerSocketChannel();
        }

        @Override
        public SocketChannel socketChannel() {
            return new EpollSocketChannel();
        }
    },
    NIO {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }

        @Override
        public DatagramChannel datagramChannel() {
            return new NioDatagramChannel();
        }

        @Override
        public ServerSocketChannel serverChannel() {
            return new NioServerSocketChannel();
        }

        @Override
        public SocketChannel socketChannel() {
            return new NioSocketChannel();
        }
    };

    abstract IoHandlerFactory handlers();

    /** A new UDP channel, not yet registered. */
    public abstract DatagramChannel datagramChannel();

    /** A new listening TCP channel, not yet registered. */
    public abstract ServerSocketChannel serverChannel();

    /** A new TCP channel, not yet registered. */
    public abstract SocketChannel socketChannel();

    /** The best one here. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Why {@link #best()} is not epoll; empty when it is. */
    public static Optional<Throwable> whyNotEpoll() {
        return Optional.ofNullable(Epoll.unavailabilityCause());
    }
}
