"""Spaces of the stub."""


class Array(list):
    @property
    def flat(self):
        return self

    def ravel(self):
        return self

    def copy(self):
        return Array(self)

    def tolist(self):
        return list(self)


class Box:
    def __init__(self, low, high):
        self.low = Array(low)
        self.high = Array(high)

    def seed(self, seed):
        pass

    def sample(self):
        return Array([0.0] * len(self.low))


class Discrete:
    def __init__(self, n, start):
        self.n = n
        self.start = start

    def seed(self, seed):
        pass

    def sample(self):
        return self.start


def flatten(space, value):
    return value
