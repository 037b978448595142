# What a step spends its time on, in the language of TorchScript. Each function is one call from
# Java into the engine; arrays are written in place where that saves a pass through memory.
#
# Letters: n cells, G genes, h units, e non-zero entries; a minibatch is in compressed sparse rows.

class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Row i of the result is the sum of weights[k] * table[indices[k]] over the entries k from starts[i]
  # to the next start: a product of a sparse and a dense matrix.
  def sparse_product(self: __torch__.Kernels,
      table: Tensor,
      indices: Tensor,
      starts: Tensor,
      weights: Tensor) -> Tensor:
    sums, _0, _1, _2 = torch.embedding_bag(table, indices, starts, False, 0, False, weights)
    return sums

  # units [n, h] times weight [G, h] transposed, plus bias [G].
  def linear(self: __torch__.Kernels,
      units: Tensor,
      weight: Tensor,
      bias: Tensor) -> Tensor:
    return torch.addmm(bias, units, torch.t(weight))

  # The length of all gradients as one vector.
  def norm(self: __torch__.Kernels,
      gradients: List[Tensor]) -> float:
    squares = 0.
    for gradient in gradients:
      flat = torch.reshape(gradient, [-1])
      squares = squares + float(torch.dot(flat, flat))
    return squares ** 0.5

  # Inner products in double precision of arrays of one shape: of each with those before it and with
  # itself. Pieces stay in cache while they are widened.
  def gram(self: __torch__.Kernels,
      arrays: List[Tensor]) -> List[float]:
    size = torch.numel(arrays[0])
    piece = 32768
    products = annotate(List[float], [])
    for k in range(torch.floordiv(torch.mul(torch.len(arrays), torch.add(torch.len(arrays), 1)), 2)):
      _0 = torch.append(products, 0.)
    for p in range(torch.floordiv(torch.add(size, torch.sub(piece, 1)), piece)):
      wide = annotate(List[Tensor], [])
      for array in arrays:
        part = torch.slice(torch.reshape(array, [-1]), 0, torch.mul(p, piece), torch.mul(torch.add(p, 1), piece))
        _1 = torch.append(wide, torch.to(part, 7))
      at = 0
      for k in range(torch.len(wide)):
        for j in range(torch.add(k, 1)):
          products[at] = torch.add(products[at], float(torch.dot(wide[k], wide[j])))
          at = torch.add(at, 1)
    return products

  # The first array becomes the sum of all, each times its weight.
  def weighted_sum(self: __torch__.Kernels,
      arrays: List[Tensor],
      weights: List[float]) -> NoneType:
    sum = torch.mul_(arrays[0], weights[0])
    for k in range(torch.sub(torch.len(arrays), 1)):
      sum = torch.add_(sum, arrays[torch.add(k, 1)], alpha=weights[torch.add(k, 1)])
    return None

  # One step of Adam, in one pass over each parameter with its gradient and moments.
  def adam(self: __torch__.Kernels,
      parameters: List[Tensor],
      gradients: List[Tensor],
      first: List[Tensor],
      second: List[Tensor],
      step: Tensor,
      rate: float,
      beta1: float,
      beta2: float,
      decay: float,
      epsilon: float) -> NoneType:
    steps = annotate(List[Tensor], [])
    whole = annotate(List[Tensor], [])
    for gradient in gradients:
      _0 = torch.append(steps, step)
      _1 = torch.append(whole, torch.contiguous(gradient))
    torch._fused_adam_(parameters, whole, first, second, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    return None

  # Negative binomial counts with softmax link. The logits o [n, G] become the gradient of the
  # weighted log-likelihood with respect to them. Blocks of rows stay in cache between the passes;
  # bounds has the first entry of each block, and last the number of entries.
  #
  # With q = mu / theta, u = log(1 + q) and share = q / (1 + q), gives
  #   sums [n]        - sum over genes of theta u
  #   shift [n]       log mu = o + shift
  #   logits, us [e]  o and u of the non-zero counts, so that x (log mu - u) can be added to the sums
  #                   in double precision
  #   by_library [n]  the derivative of log p by log l, not weighted
  #   by_r [G]        the weighted derivative by r = log theta but for the part with the digamma
  #                   function
  def negative_binomial(self: __torch__.Kernels,
      o: Tensor,
      log_library: Tensor,
      r: Tensor,
      weights: Tensor,
      x: Tensor,
      genes: Tensor,
      rows: Tensor,
      bounds: List[int],
      block: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    n = torch.size(o, 0)
    flat = torch.view(o, [-1])
    theta = torch.exp(r)
    inverse = torch.reciprocal(theta)
    sums = torch.empty_like(log_library)
    shift = torch.empty_like(log_library, dtype=7)
    by_library = torch.empty_like(log_library)
    logits = torch.empty_like(x)
    us = torch.empty_like(x)
    by_u = torch.zeros_like(r)
    by_share = torch.zeros_like(r)
    by_r = torch.zeros_like(r)
    places = torch.add(torch.mul(torch.to(rows, 4), torch.size(o, 1)), genes)
    for k in range(torch.sub(torch.len(bounds), 1)):
      from_row = torch.mul(k, block)
      to_row = ops.prim.min(n, torch.add(from_row, block))
      from_x = bounds[k]
      to_x = bounds[torch.add(k, 1)]
      places_here = torch.slice(places, 0, from_x, to_x)
      row_of_x = torch.sub(torch.slice(rows, 0, from_x, to_x), from_row)
      w = torch.slice(weights, 0, from_row, to_row)
      library = torch.slice(log_library, 0, from_row, to_row)

      # mu = l softmax(o), in place of o.
      logits_here = torch.slice(logits, 0, from_x, to_x)
      logits_here = torch.index_select(flat, 0, places_here, out=logits_here)
      q = torch.slice(o, 0, from_row, to_row)
      top = torch.amax(q, [1], True)
      q = torch.exp_(torch.sub_(q, top))
      total = torch.sum(q, [1], True)
      q = torch.mul_(q, torch.div(torch.exp(torch.unsqueeze(library, 1)), total))
      log_total = torch.squeeze(torch.add(torch.log(torch.to(total, 7)), top), 1)
      _0 = torch.copy_(torch.slice(shift, 0, from_row, to_row), torch.sub(library, log_total))

      # Of all genes alike.
      q = torch.mul_(q, inverse)
      share = torch.add(q, 1)
      share = torch.div(q, share, out=share)
      u = torch.log1p(q)
      by_u = torch.addmv_(by_u, torch.t(u), w)
      by_share = torch.addmv_(by_share, torch.t(share), w)
      _1 = torch.mv(u, theta, out=torch.slice(sums, 0, from_row, to_row))

      # Non-zero counts pull log mu up by x (1 - share).
      q_of_x = torch.index_select(flat, 0, places_here)
      _2 = torch.log1p(q_of_x, out=torch.slice(us, 0, from_x, to_x))
      pull = torch.div(torch.slice(x, 0, from_x, to_x), torch.add_(q_of_x, 1))
      by_mu = torch.index_add_(torch.neg(torch.mv(share, theta)), 0, row_of_x, pull)
      _3 = torch.copy_(torch.slice(by_library, 0, from_row, to_row), by_mu)
      weighted = torch.mul_(pull, torch.index_select(w, 0, row_of_x))
      by_r = torch.index_add_(by_r, 0, torch.slice(genes, 0, from_x, to_x), weighted, alpha=-1)

      # Through the softmax: w (h - rho sum h), with h = x (1 - share) - theta share.
      coupling = torch.mul(by_mu, torch.exp(torch.neg(library)))
      gradient = torch.mul_(q, torch.unsqueeze(coupling, 1))
      gradient = torch.mul_(torch.add_(gradient, share), theta)
      gradient = torch.mul_(gradient, torch.unsqueeze(torch.neg(w), 1))
      _4 = torch.index_add_(flat, 0, places_here, weighted)
    by_r = torch.add_(by_r, torch.mul(torch.sub(by_share, by_u), theta))
    return (torch.neg_(sums), shift, logits, us, by_library, by_r)
